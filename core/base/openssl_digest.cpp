#include "core/base/openssl_digest.h"

#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <utility>

namespace autoglm {
namespace {

class OpensslDigest final : public Digest {
  public:
    OpensslDigest(DigestAlgorithm algorithm, std::uint64_t sizeBytes) : m_context(EVP_MD_CTX_new()) {
        const EVP_MD* kind = algorithm == DigestAlgorithm::Sha256 ? EVP_sha256() : EVP_sha1();
        if (!m_context || EVP_DigestInit_ex(m_context.get(), kind, nullptr) != 1) throw std::bad_alloc();
        if (algorithm == DigestAlgorithm::GitSha1) {
            // git hash-object: "blob <size>\0" before the content.
            const std::string header = "blob " + std::to_string(sizeBytes);
            EVP_DigestUpdate(m_context.get(), header.c_str(), header.size() + 1);
        }
    }

    void update(std::span<const std::byte> bytes) override {
        EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size());
    }

    std::string finishHex() override {
        std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
        unsigned int length = 0;
        EVP_DigestFinal_ex(m_context.get(), raw.data(), &length);
        static constexpr char digits[] = "0123456789abcdef";
        std::string hex;
        for (unsigned int i = 0; i < length; ++i) {
            hex += digits[raw[i] >> 4U];
            hex += digits[raw[i] & 15U];
        }
        return hex;
    }

  private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> m_context;
};

/// What files were found to hash to.
class DigestMemory {
  public:
    using Key = std::pair<DigestAlgorithm, FileIdentity>;
    std::optional<std::string> find(const Key& key) const {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_known.find(key);
        return found == m_known.end() ? std::nullopt : std::optional(found->second);
    }
    void put(const Key& key, const std::string& hex) {
        const std::scoped_lock lock(m_mutex);
        m_known[key] = hex;
    }

  private:
    mutable std::mutex m_mutex;
    std::map<Key, std::string> m_known;
};

/// Bytes that come all the same are hashed: whoever asks for a check gets one.
///
/// File systems keep times in steps of up to two seconds: a file that changed so shortly before it was opened may
/// change again and have the same time. What it hashes to is not remembered.
class RememberedDigest final : public Digest {
  public:
    RememberedDigest(std::shared_ptr<DigestMemory> memory, DigestMemory::Key key)
        : m_memory(std::move(memory)),
          m_key(std::move(key)),
          m_known(m_memory->find(m_key)),
          m_isSettled(wallClockNs() - m_key.second.changedNs > timeStepNs),
          m_digest(m_key.first, m_key.second.sizeBytes) {}

    void update(std::span<const std::byte> bytes) override {
        m_known.reset();
        m_digest.update(bytes);
        m_hashedBytes += bytes.size();
    }
    std::string finishHex() override {
        if (m_known) return *m_known;
        std::string hex = m_digest.finishHex();
        if (m_hashedBytes == m_key.second.sizeBytes && m_key.second.inode != 0 && m_isSettled)
            m_memory->put(m_key, hex);
        return hex;
    }
    bool isKnown() const override { return m_known.has_value(); }

  private:
    static constexpr std::int64_t timeStepNs = 2'000'000'000;
    static std::int64_t wallClockNs() {
        return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count();
    }

    std::shared_ptr<DigestMemory> m_memory;
    DigestMemory::Key m_key;
    std::optional<std::string> m_known;
    const bool m_isSettled;
    OpensslDigest m_digest;
    std::uint64_t m_hashedBytes = 0;
};

}  // namespace

std::unique_ptr<Digest> makeOpensslDigest(DigestAlgorithm algorithm, const FileIdentity& file) {
    return std::make_unique<OpensslDigest>(algorithm, file.sizeBytes);
}

DigestFactory rememberingDigests() {
    return [memory = std::make_shared<DigestMemory>()](DigestAlgorithm algorithm, const FileIdentity& file) {
        return std::make_unique<RememberedDigest>(memory, DigestMemory::Key(algorithm, file));
    };
}

std::string sha256Hex(std::span<const std::byte> bytes) {
    OpensslDigest digest(DigestAlgorithm::Sha256, bytes.size());
    digest.update(bytes);
    return digest.finishHex();
}

}  // namespace autoglm
