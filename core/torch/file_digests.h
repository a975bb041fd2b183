// The digests of one weight file while it is loaded: always SHA-256, and git's SHA-1 where that is what is expected. A
// hash is serial in a file, so it has a thread of its own, which takes the chunks in the order they were read while the
// caller converts them. For one thread beside that.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

#include "core/engine/engine.h"
#include "core/torch/chunk_sink.h"

namespace autoglm::torch_engine {

class FileDigests {
  public:
    /// Without a factory, and where the digests are known already, nothing is hashed.
    FileDigests(const DigestFactory& factory, const model::WeightFile& file, const FileIdentity& identity);
    bool isHashing() const { return m_thread.joinable(); }
    /// The next bytes of the file. In a buffer they stay as they are until they were waited for, in a target for good.
    void add(std::span<const std::byte> bytes, Chunk::Place place);
    /// Until at most `count` of the added buffers are left to hash.
    void waitForBuffers(std::size_t count);
    void waitForAll();
    /// Spent on hashing; after waitForAll().
    std::int64_t totalNs() const { return m_totalNs; }
    /// After waitForAll().
    engine::LoadedFile finish(const model::WeightFile& file);

  private:
    struct Part {
        std::span<const std::byte> bytes;
        Chunk::Place place;
    };
    void work(const std::stop_token& stop);

    std::unique_ptr<Digest> m_sha256;
    std::unique_ptr<Digest> m_git;
    std::int64_t m_totalNs = 0;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Part> m_left;  ///< with the one that is being hashed
    std::jthread m_thread;    // last: it ends, with chunks left or none, before what it uses
};

}  // namespace autoglm::torch_engine
