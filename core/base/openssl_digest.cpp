#include "core/base/openssl_digest.h"

#include <openssl/evp.h>

#include <array>
#include <new>

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

}  // namespace

std::unique_ptr<Digest> makeOpensslDigest(DigestAlgorithm algorithm, std::uint64_t sizeBytes) {
    return std::make_unique<OpensslDigest>(algorithm, sizeBytes);
}

std::string sha256Hex(std::span<const std::byte> bytes) {
    OpensslDigest digest(DigestAlgorithm::Sha256, bytes.size());
    digest.update(bytes);
    return digest.finishHex();
}

}  // namespace autoglm
