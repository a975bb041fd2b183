#include "app/window/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace autoglm::app {

void applyLanguage(const QString& name) {
    static QTranslator ours;
    static QTranslator qts;
    QCoreApplication::removeTranslator(&ours);
    QCoreApplication::removeTranslator(&qts);
    const QLocale locale = name.isEmpty() ? QLocale::system() : QLocale(name);
    QLocale::setDefault(locale);
    // Qt's own words (buttons of dialogs) first, ours above them.
    if (locale.language() != QLocale::English && qts.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                                                          QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qts);
    // Where there is no translation the words are English, and so are their plurals.
    if (ours.load(locale, QStringLiteral("autoglm"), QStringLiteral("_"), QStringLiteral(":/i18n")) ||
        ours.load(QStringLiteral(":/i18n/autoglm_en.qm")))
        QCoreApplication::installTranslator(&ours);
}

}  // namespace autoglm::app
