#include "core/text/tokenizer.h"

#include <algorithm>
#include <new>

#include "core/base/file.h"
#include "core/base/text_format.h"
#include "core/text/added_tokens.h"
#include "core/text/bpe_model.h"
#include "core/text/decoder.h"
#include "core/text/normalizer.h"
#include "core/text/post_processor.h"
#include "core/text/pre_tokenizer.h"
#include "core/text/rank_file.h"
#include "core/text/utf8_stream.h"

namespace autoglm::text {

struct Tokenizer::Parts {
    Normalizer normalizer;
    PreTokenizer preTokenizer;
    BpeModel model;
    AddedTokens added;
    PostProcessor postProcessor;
    Decoder decoder;
    std::vector<std::string> pieces;  ///< by id; empty where there is no token
    std::vector<bool> special;        ///< by id
    /// By id: left out of a decoded text on request. As in the library, those that normalization changes are not.
    std::vector<bool> skipped;
    Vocabulary ids;  ///< of added tokens only; the others are in the model

    static Result<Parts> create(const ComponentJson& file, BpeModel model);
    Status fillTables();
    Status encodeWords(const Word& text, std::vector<std::int32_t>& ids) const;
    Status encodeRaw(const Word& raw, AddedTokens::Specials specials, std::vector<std::int32_t>& ids) const;
    bool has(std::int32_t id) const { return id >= 0 && static_cast<std::size_t>(id) < pieces.size(); }
};

namespace {

/// U+FFFD for what is not UTF-8: the pattern matcher must be given valid text.
std::string repaired(std::string_view text) {
    Utf8Stream stream;
    stream.append(text);
    return stream.flush();
}

ComponentJson part(const ComponentJson& file, const char* key) {
    const auto found = file.find(key);
    return found == file.end() ? ComponentJson() : *found;
}

std::size_t idLimitOf(const BpeModel& model, const AddedTokens& added) {
    std::int32_t largest = 0;
    for (const auto& [piece, id] : model.vocabulary())
        largest = std::max(largest, id);
    for (const AddedToken& token : added.tokens())
        largest = std::max(largest, token.id);
    return static_cast<std::size_t>(largest) + 1;
}

}  // namespace

Result<Tokenizer::Parts> Tokenizer::Parts::create(const ComponentJson& file, BpeModel model) {
    AUTOGLM_TRY(Normalizer normalizer, Normalizer::create(part(file, "normalizer")));
    AUTOGLM_TRY(PreTokenizer preTokenizer, PreTokenizer::create(part(file, "pre_tokenizer")));
    AUTOGLM_TRY(Decoder decoder, Decoder::create(part(file, "decoder")));
    AUTOGLM_TRY(AddedTokens added, AddedTokens::create(part(file, "added_tokens"), normalizer, model.vocabulary()));
    const std::size_t idLimit = idLimitOf(model, added);
    AUTOGLM_TRY(PostProcessor postProcessor, PostProcessor::create(part(file, "post_processor"), idLimit));
    Parts parts{std::move(normalizer),
                std::move(preTokenizer),
                std::move(model),
                std::move(added),
                std::move(postProcessor),
                std::move(decoder),
                std::vector<std::string>(idLimit),
                std::vector<bool>(idLimit),
                std::vector<bool>(idLimit),
                {}};
    AUTOGLM_CHECK(parts.fillTables());
    return parts;
}

Status Tokenizer::Parts::fillTables() {
    for (const auto& [piece, id] : model.vocabulary())
        pieces[static_cast<std::size_t>(id)] = piece;
    for (const AddedToken& token : added.tokens()) {
        std::string& piece = pieces[static_cast<std::size_t>(token.id)];
        if (!piece.empty() && piece != token.content)
            return fail(ErrorCode::Corrupt, concat("the id ", token.id, " belongs to '", piece,
                                                   "' and to the added token '", token.content, "'"));
        piece = token.normalizedContent;
        special[static_cast<std::size_t>(token.id)] = token.special;
        skipped[static_cast<std::size_t>(token.id)] = token.special && token.normalizedContent == token.content;
        ids.emplace(token.content, token.id);
    }
    return {};
}

Result<Tokenizer> Tokenizer::load(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / "tokenizer.json";
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
        AUTOGLM_TRY(const std::string json, readTextFile(path));
        return fromJson(json, path.string());
    }
    if (std::filesystem::exists(folder / "tokenizer.model", ignored)) return loadRanks(folder);
    return fail(ErrorCode::NotFound,
                "'" + path.string() + "' was not found; a model folder needs its tokenizer.json beside config.json",
                path.string());
}

/// The wall that nlohmann's exceptions do not pass.
template <class Read>
Result<Tokenizer> Tokenizer::guarded(std::size_t sizeBytes, const std::string& subject, const Read& read) {
    try {
        return read();
    } catch (const ComponentJson::parse_error& error) {
        return fail(ErrorCode::Corrupt,
                    concat("'", subject, "' is not valid JSON (at byte ", std::min(error.byte, sizeBytes), " of ",
                           sizeBytes, "); correct it, or download it again"),
                    subject);
    } catch (const ComponentJson::exception& error) {
        // "[json.exception.type_error.302] type must be ..." without the name of the exception.
        const std::string_view what = error.what();
        const auto space = what.find("] ");
        return fail(
            ErrorCode::Corrupt,
            concat("'", subject, "' is damaged: ", space == std::string_view::npos ? what : what.substr(space + 2)),
            subject);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    concat("not enough memory to read '", subject, "' of ", formatBytes(sizeBytes)), subject);
    }
}

Result<Tokenizer> Tokenizer::fromParts(Result<Parts> parts, const std::string& subject) {
    if (parts) return Tokenizer(std::make_shared<const Parts>(*std::move(parts)));
    Error error = std::move(parts).error();
    error.subject = subject;
    return fail(std::move(error));
}

Result<Tokenizer> Tokenizer::fromJson(std::string_view json, const std::string& subject) {
    return guarded(json.size(), subject, [&]() -> Result<Tokenizer> {
        const ComponentJson file = ComponentJson::parse(json);
        if (!file.is_object() || !file.contains("model"))
            return fail(ErrorCode::Corrupt,
                        "'" + subject + "' is not a tokenizer: an object with the key \"model\" was expected", subject);
        Result<BpeModel> model = BpeModel::create(file.at("model"));
        return fromParts(model ? Parts::create(file, *std::move(model)) : fail(std::move(model).error()), subject);
    });
}

Result<Tokenizer> Tokenizer::loadRanks(const std::filesystem::path& folder) {
    const std::filesystem::path configPath = folder / "tokenizer_config.json";
    const std::string path = (folder / "tokenizer.model").string();
    std::error_code ignored;
    std::string config = "{}";
    if (std::filesystem::exists(configPath, ignored)) {
        AUTOGLM_TRY(config, readTextFile(configPath));
    }
    AUTOGLM_TRY(const std::string ranks, readTextFile(path));
    return guarded(config.size(), configPath.string(), [&]() -> Result<Tokenizer> {
        AUTOGLM_TRY(RankFile file, readRankFile(ranks, config, path));
        return fromParts(Parts::create(file.tokenizer, BpeModel::fromRanks(std::move(file.ranks))), path);
    });
}

Status Tokenizer::Parts::encodeWords(const Word& text, std::vector<std::int32_t>& out) const {
    AUTOGLM_TRY(const Words words, preTokenizer.split(text));
    for (const Word& word : words.list)
        model.encodeWord(word.text, out);
    return {};
}

/// Text between the tokens that are found before normalization.
Status Tokenizer::Parts::encodeRaw(const Word& raw, AddedTokens::Specials specials,
                                   std::vector<std::int32_t>& out) const {
    AUTOGLM_TRY(NormalizedText normalized, normalizer.apply(raw.text));
    if (raw.fromFirst == 0) normalized.fromFirst = 0;
    for (const TextPart& part : added.split(normalized.text, AddedTokens::Stage::AfterNormalization, specials)) {
        if (part.id >= 0) {
            out.push_back(part.id);
            continue;
        }
        const auto begin = static_cast<std::size_t>(part.text.data() - normalized.text.data());
        const std::size_t fromFirst = normalized.fromFirst - std::min(normalized.fromFirst, begin);
        AUTOGLM_CHECK(encodeWords({part.text, std::min(fromFirst, part.text.size())}, out));
    }
    return {};
}

Result<std::vector<std::int32_t>> Tokenizer::encode(std::string_view text, EncodeOptions options,
                                                    std::span<const TextRange> plain) const {
    if (text.size() > textLimitBytes)
        return fail(ErrorCode::InvalidArgument, concat("the text has ", formatBytes(text.size()), "; at most ",
                                                       formatBytes(textLimitBytes), " can be tokenized at once"));
    std::string repairedText;
    if (!isValidUtf8(text)) text = repairedText = repaired(text);
    const auto specials =
        options.parse == ParseSpecial::Yes ? AddedTokens::Specials::Find : AddedTokens::Specials::Leave;
    // Normalization moves what stands behind it, so a range says nothing afterwards.
    const auto later = plain.empty() ? specials : AddedTokens::Specials::Leave;
    std::vector<std::int32_t> ids;
    for (const TextPart& raw : m_parts->added.split(text, AddedTokens::Stage::BeforeNormalization, specials, plain)) {
        if (raw.id >= 0) {
            ids.push_back(raw.id);
            continue;
        }
        const bool isFirst = raw.text.data() == text.data();
        AUTOGLM_CHECK(m_parts->encodeRaw({raw.text, isFirst ? raw.text.size() : 0}, later, ids));
    }
    return options.add == AddSpecial::Yes ? m_parts->postProcessor.apply(std::move(ids)) : std::move(ids);
}

std::vector<TextRange> Tokenizer::specialsIn(std::string_view text) const {
    std::vector<TextRange> out;
    for (const TextPart& part :
         m_parts->added.split(text, AddedTokens::Stage::BeforeNormalization, AddedTokens::Specials::Find)) {
        if (!isSpecial(part.id)) continue;
        const auto begin = static_cast<std::size_t>(part.text.data() - text.data());
        out.push_back({begin, begin + part.text.size()});
    }
    return out;
}

std::string Tokenizer::decode(std::span<const std::int32_t> ids, SkipSpecial skip) const {
    DecodeStream stream = decodeStream();
    for (const std::int32_t id : ids)
        if (!piece(id).empty() && !(skip == SkipSpecial::Yes && m_parts->skipped[static_cast<std::size_t>(id)]))
            stream.append(piece(id));
    return stream.flush();
}

DecodeStream Tokenizer::decodeStream() const {
    return DecodeStream(m_parts->decoder);
}

std::string Tokenizer::tokenBytes(std::int32_t id) const {
    return m_parts->decoder.bytesOf(piece(id));
}

const std::string& Tokenizer::piece(std::int32_t id) const {
    static const std::string none;
    return m_parts->has(id) ? m_parts->pieces[static_cast<std::size_t>(id)] : none;
}

std::optional<std::int32_t> Tokenizer::idOf(std::string_view piece) const {
    for (const Vocabulary* vocabulary : {&m_parts->ids, &m_parts->model.vocabulary()})
        if (const auto found = vocabulary->find(piece); found != vocabulary->end()) return found->second;
    return std::nullopt;
}

std::size_t Tokenizer::vocabSize() const {
    return m_parts->pieces.size();
}

bool Tokenizer::isSpecial(std::int32_t id) const {
    return m_parts->has(id) && m_parts->special[static_cast<std::size_t>(id)];
}

}  // namespace autoglm::text
