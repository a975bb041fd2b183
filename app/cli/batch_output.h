// The file behind --output of a batch: what it holds already, and whether that was asked in the same way; rows are
// added at its end. Main thread.
#pragma once

#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "app/cli/run_requests.h"

namespace autoglm::cli {

/// What an answer depends on beside the prompt: weights, scheme, sampling, limits, system message. A part of every row.
/// `files`: name and SHA-256 of each weight file.
Json howAsked(const RunOptions& options, const model::ModelFolder& folder, const model::Scheme& scheme,
              const std::map<std::string, std::string>& files);

/// SHA-256 of what the model is given.
std::string promptDigest(const std::vector<engine::TokenId>& ids);

/// The rows of --output, read and compared before anything is written.
struct AnsweredRows {
    std::map<std::string, std::string> promptDigests;  ///< by id; rows with "error" are asked again
    std::optional<std::uintmax_t> tornAt;              ///< where a row begins that an interrupt tore
};

/// Reads the weights once where the file holds answers. InvalidArgument where it holds something else, or answers that
/// were asked in another way; it is as it was then.
Result<AnsweredRows> readAnsweredRows(const RunOptions& options, const model::ModelFolder& folder,
                                      std::stop_token stop);

/// Rows go to standard output, or to the end of --output.
class RowWriter {
  public:
    /// Cuts a torn row off.
    static Result<RowWriter> create(const RunOptions& options, std::optional<std::uintmax_t> tornAt);

    /// Errors are those of --output; standard output's are left to main, which knows whether somebody still reads.
    Status write(const Json& row);
    bool isUnread() const { return !m_file && std::ferror(stdout) != 0; }

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> m_file;
    std::string m_path;
};

}  // namespace autoglm::cli
