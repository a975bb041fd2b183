#include "ui/widgets/theme.h"

#include <QStyle>
#include <QStyleHints>

#include "ui/widgets/fusion_style.h"

namespace autoglm::ui {
namespace {

Theme systemTheme(const QApplication& application) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = application.styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown) return scheme == Qt::ColorScheme::Dark ? Theme::Dark : Theme::Light;
#endif
    return themeOf(application.style()->standardPalette());
}

void setPalette(QApplication& application, Theme theme) {
    application.setPalette(makePalette(theme));
}

QColor mixed(const QColor& first, const QColor& second) {
    return QColor((first.red() + second.red()) / 2, (first.green() + second.green()) / 2,
                  (first.blue() + second.blue()) / 2);
}

}  // namespace

Theme themeOf(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? Theme::Dark : Theme::Light;
}

const ThemeColors& colorsOf(const QPalette& palette) {
    return themeColors(themeOf(palette));
}

QPalette makePalette(Theme theme) {
    const ThemeColors& colors = themeColors(theme);
    QPalette out;
    out.setColor(QPalette::Window, colors.window);
    out.setColor(QPalette::WindowText, colors.text);
    out.setColor(QPalette::Base, colors.card);
    out.setColor(QPalette::AlternateBase, colors.window);
    out.setColor(QPalette::Text, colors.text);
    out.setColor(QPalette::PlaceholderText, colors.secondary);
    out.setColor(QPalette::Button, colors.card);
    out.setColor(QPalette::ButtonText, colors.text);
    out.setColor(QPalette::BrightText, colors.failure);
    out.setColor(QPalette::Light, theme == Theme::Dark ? colors.border.lighter(115) : QColor(Qt::white));
    out.setColor(QPalette::Midlight, mixed(colors.border, colors.card));
    out.setColor(QPalette::Mid, colors.border);
    out.setColor(QPalette::Dark, colors.border.darker(115));
    out.setColor(QPalette::Shadow, colors.border.darker(160));
    out.setColor(QPalette::Highlight, colors.accent);
    out.setColor(QPalette::HighlightedText, colors.onAccent);
    out.setColor(QPalette::Link, colors.accent);
    out.setColor(QPalette::LinkVisited, colors.accent);
    out.setColor(QPalette::ToolTipBase, colors.card);
    out.setColor(QPalette::ToolTipText, colors.text);
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    out.setColor(QPalette::Accent, colors.accent);
#endif
    const QColor faded = mixed(colors.secondary, colors.window);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        out.setColor(QPalette::Disabled, role, faded);
    out.setColor(QPalette::Disabled, QPalette::Highlight, colors.border);
    return out;
}

void applyTheme(QApplication& application, ThemeChoice choice) {
    application.setStyle(new FusionStyle);  // owned by the application
    QFont font = tabular(scaled(application.font(), bodyPoints));
    // Named, so that Chinese is drawn in the weight that is asked for and not in whichever file is found first.
    font.setFamilies({font.family(), QStringLiteral("Noto Sans CJK SC")});
    application.setFont(font);
    static QMetaObject::Connection following;
    QObject::disconnect(following);
    if (choice != ThemeChoice::System) {
        setPalette(application, choice == ThemeChoice::Dark ? Theme::Dark : Theme::Light);
        return;
    }
    setPalette(application, systemTheme(application));
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    following = QObject::connect(application.styleHints(), &QStyleHints::colorSchemeChanged, &application,
                                 [&application] { setPalette(application, systemTheme(application)); });
#endif
}

QFont tabular(QFont font) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature(QFont::Tag("tnum"), 1);
#endif
    return font;
}

QFont scaled(QFont font, double pointSize, QFont::Weight weight) {
    font.setPointSizeF(pointSize);
    font.setWeight(weight);
    return font;
}

void setTextColor(QWidget* widget, const QColor& color) {
    QPalette palette = widget->palette();
    palette.setColor(QPalette::WindowText, color);
    widget->setPalette(palette);
}

}  // namespace autoglm::ui
