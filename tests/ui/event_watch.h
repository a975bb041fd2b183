// How long the event loop was kept from answering: the longest single event of the GUI thread, without the time in
// which the thread was ready and the machine's cores did other work. A QApplication, so that a test's main makes it.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QString>
#include <array>
#include <cstdint>
#include <sstream>

namespace autoglm::test {

class EventWatch : public QApplication {
  public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        if (m_depth++ > 0) {
            const QString inner = nameOf(*receiver);
            QElapsedTimer timer;
            timer.start();
            const bool handled = QApplication::notify(receiver, event);
            if (timer.nsecsElapsed() > m_longestInnerNs) {
                m_longestInnerNs = timer.nsecsElapsed();
                m_longestInner = inner;
            }
            --m_depth;
            return handled;
        }
        m_longestInnerNs = 0;
        m_longestInner.clear();
        // Both are read before: the receiver may be gone afterwards.
        const QString what = QStringLiteral("%1, event %2").arg(nameOf(*receiver)).arg(event->type());
        const std::int64_t waitedBefore = waitedNs();
        QElapsedTimer timer;
        timer.start();
        const bool handled = QApplication::notify(receiver, event);
        const std::int64_t own = timer.nsecsElapsed() - (waitedNs() - waitedBefore);
        --m_depth;
        if (own > m_longestNs) {
            m_longestNs = own;
            m_longest = what;
            if (!m_longestInner.isEmpty())  // what the most of it went into
                m_longest += QStringLiteral(", in it %1 for %2 ms")
                                 .arg(m_longestInner)
                                 .arg(1e-6 * static_cast<double>(m_longestInnerNs));
        }
        return handled;
    }

    void reset() {
        m_longestNs = 0;
        m_longest.clear();
    }
    double longestMs() const { return static_cast<double>(m_longestNs) * 1e-6; }
    QString longest() const { return m_longest; }

  private:
    /// With the nearest ancestor that has a name, where it has none itself.
    static QString nameOf(const QObject& object) {
        const QObject* named = &object;
        while (named->objectName().isEmpty() && named->parent())
            named = named->parent();
        const QString name =
            QStringLiteral("%1 '%2'").arg(QString::fromUtf8(object.metaObject()->className()), object.objectName());
        return named == &object ? name : name + QStringLiteral(" in '%1'").arg(named->objectName());
    }

    /// Time this thread was ready to run and did not; second figure of schedstat, see Documentation/scheduler of Linux.
    std::int64_t waitedNs() const {
        std::array<char, 96> text{};
        if (::pread(m_schedstat, text.data(), text.size() - 1, 0) <= 0) qFatal("This kernel has no schedstat");
        std::int64_t ran = 0;
        std::int64_t waited = 0;
        std::istringstream(text.data()) >> ran >> waited;
        return waited;
    }

    const int m_schedstat = ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);  ///< lives as long as the test
    int m_depth = 0;
    std::int64_t m_longestNs = 0;
    QString m_longest;
    std::int64_t m_longestInnerNs = 0;
    QString m_longestInner;
};

}  // namespace autoglm::test
