// Work of the window that may block (files, history) on a pool thread, its result back on the GUI thread. The result is
// dropped where `context` is gone by then; the work itself is finished before the program ends.
#pragma once

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QThreadPool>
#include <memory>
#include <type_traits>
#include <utility>

namespace autoglm::ui {

/// `work()` must not touch QObjects of the GUI thread and must not throw; `done(result)` is called in `context`'s
/// thread.
template <class Work, class Done>
void inBackground(QObject* context, Work work, Done done) {
    using Value = std::invoke_result_t<Work>;
    auto promise = std::make_shared<QPromise<std::shared_ptr<Value>>>();
    promise->start();
    promise->future().then(context,
                           [done = std::move(done)](std::shared_ptr<Value> value) { done(std::move(*value)); });
    QThreadPool::globalInstance()->start([promise, work = std::move(work)] {
        promise->addResult(std::make_shared<Value>(work()));
        promise->finish();
    });
}

}  // namespace autoglm::ui
