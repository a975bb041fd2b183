// The conversation as rich text that grows while it streams: questions, answers, figures with links to copy, edit and
// ask again, a thin line where another model or precision takes over. A token's alternatives come up under the mouse,
// or at the caret with Space. Draws what the transcript holds; the owner says what has changed. GUI thread.
#pragma once

#include <QTextBrowser>
#include <vector>

#include "ui/models/token_details.h"
#include "ui/models/transcript.h"

namespace autoglm::ui {

class TokenPopup;

class TranscriptView : public QTextBrowser {
    Q_OBJECT
  public:
    /// `transcript` outlives the view.
    explicit TranscriptView(const Transcript& transcript, QWidget* parent = nullptr);

    void render();
    void appendQuestion();                   ///< of the last turn
    void appendAnswer(const QString& text);  ///< what came to the last turn
    void appendEnd();                        ///< of the last turn
    void setMarking(bool isMarking);

    /// Where a token's characters stand, in the viewport's coordinates.
    QRect tokenRect(std::size_t turn, std::size_t token) const;

  signals:
    void editAsked(std::size_t turn);
    void againAsked(std::size_t turn);
    void conversationCopyAsked();

  protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    struct Place {
        std::size_t turn = 0;
        std::size_t token = 0;
    };
    void insert(const QString& text, const QTextCharFormat& format);
    void newBlock(double topMargin);
    void renderQuestion(std::size_t turn);
    void renderEnd(std::size_t turn);
    void renderLinks(std::size_t turn, const QFont& small);
    void markTokens(std::size_t turn);
    void follow(const QUrl& link);
    void copyAnswer(std::size_t turn) const;

    std::optional<std::size_t> turnAt(int position) const;
    std::optional<Place> placeAt(int position) const;
    int positionUnder(const QPoint& point) const;
    void showToken(const std::optional<Place>& place);

    struct Drawn {
        int questionAt = 0;
        int answerAt = 0;
        std::vector<TextSpan> spans;
    };
    const Transcript& m_transcript;
    std::vector<Drawn> m_drawn;  ///< per turn
    TokenPopup* m_popup;
    bool m_isMarking = false;
    bool m_followsCaret = false;  ///< the popup was asked for by key
};

}  // namespace autoglm::ui
