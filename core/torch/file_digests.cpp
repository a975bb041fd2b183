#include "core/torch/file_digests.h"

#include <algorithm>

#include "core/base/clock.h"

namespace autoglm::torch_engine {

using engine::FileState;
using engine::LoadedFile;

FileDigests::FileDigests(const DigestFactory& factory, const model::WeightFile& file, const FileIdentity& identity) {
    if (!factory) return;
    m_sha256 = factory(DigestAlgorithm::Sha256, identity);
    if (file.expected && file.expected->algorithm == DigestAlgorithm::GitSha1)
        m_git = factory(DigestAlgorithm::GitSha1, identity);
    if (m_sha256->isKnown() && (!m_git || m_git->isKnown())) return;
    m_thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

void FileDigests::work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_left.empty(); }) && !stop.stop_requested()) {
        const std::span<const std::byte> bytes = m_left.front().bytes;
        lock.unlock();
        const std::int64_t begin = nowNs();
        m_sha256->update(bytes);
        if (m_git) m_git->update(bytes);
        const std::int64_t took = nowNs() - begin;
        lock.lock();
        m_totalNs += took;
        m_left.pop_front();
        m_changed.notify_all();
    }
}

void FileDigests::add(std::span<const std::byte> bytes, Chunk::Place place) {
    if (!isHashing()) return;
    const std::scoped_lock lock(m_mutex);
    m_left.push_back({bytes, place});
    m_changed.notify_all();
}

void FileDigests::waitForBuffers(std::size_t count) {
    const auto isBuffer = [](const Part& part) { return part.place == Chunk::Place::Buffer; };
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return static_cast<std::size_t>(std::ranges::count_if(m_left, isBuffer)) <= count; });
}

void FileDigests::waitForAll() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_left.empty(); });
}

LoadedFile FileDigests::finish(const model::WeightFile& file) {
    LoadedFile out{file.name, file.sizeBytes, {}, {}, {}, FileState::NotChecked};
    if (!m_sha256) return out;
    out.sha256 = m_sha256->finishHex();
    out.state = FileState::Unknown;
    if (file.expected) {
        out.expected = file.expected->hex;
        out.expectedSource = file.expected->source;
        const std::string actual = m_git ? m_git->finishHex() : out.sha256;
        out.state = actual == out.expected ? FileState::Match : FileState::Mismatch;
    }
    return out;
}

}  // namespace autoglm::torch_engine
