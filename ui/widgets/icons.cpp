#include "ui/widgets/icons.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "ui/widgets/theme.h"

namespace autoglm::ui {

QPixmap iconPixmap(const QString& name, const QColor& color, int pixels, double devicePixelRatio) {
    const QString key = QStringLiteral("%1 %2 %3 %4").arg(name, color.name()).arg(pixels).arg(devicePixelRatio);
    QPixmap out;
    if (QPixmapCache::find(key, &out)) return out;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    QByteArray drawing = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    drawing.replace("currentColor", color.name().toUtf8());
    QSvgRenderer renderer(drawing);
    out = QPixmap(QSize(pixels, pixels) * devicePixelRatio);
    out.setDevicePixelRatio(devicePixelRatio);
    out.fill(Qt::transparent);
    QPainter painter(&out);
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    QPixmapCache::insert(key, out);
    return out;
}

QIcon icon(const QString& name, const QPalette& palette) {
    QIcon out;
    for (const double ratio : {1.0, 2.0}) {
        out.addPixmap(iconPixmap(name, palette.color(QPalette::ButtonText), iconPixels, ratio), QIcon::Normal,
                      QIcon::Off);
        out.addPixmap(iconPixmap(name, colorsOf(palette).accent, iconPixels, ratio), QIcon::Normal, QIcon::On);
        out.addPixmap(iconPixmap(name, palette.color(QPalette::Disabled, QPalette::ButtonText), iconPixels, ratio),
                      QIcon::Disabled, QIcon::Off);
    }
    return out;
}

}  // namespace autoglm::ui
