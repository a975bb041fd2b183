// The "decoder" of a tokenizer.json: turns pieces into text. Supported: ByteLevel, Metaspace, ByteFallback, Fuse,
// Strip, Replace, sequences of them, and none (pieces with spaces between, as in the library). A Decoder is immutable
// and serves any thread; a DecodeStream belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/text/component.h"
#include "core/text/text_pattern.h"
#include "core/text/utf8_stream.h"

namespace autoglm::text {

struct DecodeStep {
    struct Join {};
    struct ByteLevel {};
    struct ByteFallback {};
    struct Fuse {};
    enum class First { Dropped, Kept };
    struct Metaspace {
        std::string replacement;
        First first = First::Dropped;  ///< whether the first piece loses its replacement characters
    };
    struct Strip {
        std::string content;    ///< one character
        std::size_t start = 0;  ///< at most so many of them at the front
        std::size_t stop = 0;   ///< and at the end
    };
    struct Replace {
        TextPattern pattern;
        std::string content;
    };
    std::variant<Join, ByteLevel, ByteFallback, Fuse, Metaspace, Strip, Replace> what;
    bool isFused = false;  ///< an earlier step made one piece of all: what comes in are parts of it
};

class Decoder {
  public:
    static Result<Decoder> create(const ComponentJson& component);

    /// The bytes that `piece` stands for in the middle of a text. A piece that is not in the byte-level spelling (an
    /// added token with a space in it) stands for its own bytes.
    std::string bytesOf(std::string_view piece) const;

  private:
    friend class DecodeStream;
    using Steps = std::vector<DecodeStep>;
    explicit Decoder(std::shared_ptr<const Steps> steps) : m_steps(std::move(steps)) {}
    std::shared_ptr<const Steps> m_steps;
};

/// Piece after piece to text. What is taken is always complete UTF-8; everything taken and the flush together is the
/// text of all pieces decoded at once. One exception: where bytes spelled "<0x..>" have been taken as characters and an
/// invalid one follows at once, decoding at once would have made all of them U+FFFD.
class DecodeStream {
  public:
    explicit DecodeStream(const Decoder& decoder);
    void append(std::string_view piece);
    std::string take();
    /// The rest. The stream is done afterwards.
    std::string flush();

  private:
    struct State {
        bool isFirst = true;
        std::string held;
        std::size_t cut = 0;
        Utf8Stream bytes;
    };
    void feed(std::size_t step, std::string piece);
    void finish(std::size_t step);
    void run(std::size_t step, const DecodeStep::Join& what, std::string piece);
    void run(std::size_t step, const DecodeStep::ByteLevel& what, std::string piece);
    void run(std::size_t step, const DecodeStep::ByteFallback& what, std::string piece);
    void run(std::size_t step, const DecodeStep::Fuse& what, std::string piece);
    void run(std::size_t step, const DecodeStep::Metaspace& what, std::string piece);
    void run(std::size_t step, const DecodeStep::Strip& what, std::string piece);
    void run(std::size_t step, const DecodeStep::Replace& what, std::string piece);
    void stripFused(std::size_t step, const DecodeStep::Strip& what, std::string_view part);
    void releaseBytes(std::size_t step);

    std::shared_ptr<const std::vector<DecodeStep>> m_steps;
    std::vector<State> m_states;
    std::string m_ready;
};

}  // namespace autoglm::text
