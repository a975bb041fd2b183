// One of a few choices in a row, all of them visible. GUI thread.
#pragma once

#include <QButtonGroup>
#include <QString>
#include <QWidget>

class QHBoxLayout;

namespace autoglm::ui {

class SegmentedControl : public QWidget {
    Q_OBJECT
  public:
    explicit SegmentedControl(QWidget* parent = nullptr);

    /// The segment's object name is `name`.
    void addSegment(int id, const QString& text, const QString& name);
    void setText(int id, const QString& text);
    void setToolTip(int id, const QString& text);
    void setSegmentEnabled(int id, bool enabled);
    /// Without a signal.
    void setCurrent(int id);
    /// Wanted: drawn as an outline, and a click on it counts as a choice; what it stands for is not so yet.
    enum class Standing { InEffect, Wanted };
    void setStanding(Standing standing);
    int current() const { return m_group.checkedId(); }

  signals:
    /// A person chose another segment than the current one, or the one that is wanted so far.
    void chosen(int id);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void restyle();

    QButtonGroup m_group;
    QHBoxLayout* m_layout;
    int m_current = -1;
    Standing m_standing = Standing::InEffect;
};

}  // namespace autoglm::ui
