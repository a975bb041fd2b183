#include "tests/support/test_support.h"

#include <fstream>
#include <iterator>

namespace autoglm::test {

namespace fs = std::filesystem;

fs::path fixture(const std::string& name) {
    return fs::path(AUTOGLM_FIXTURES) / name;
}

TemporaryFolder::TemporaryFolder() {
    if (!m_folder.isValid()) qFatal("no temporary folder could be made");
}

fs::path TemporaryFolder::path() const {
    return m_folder.path().toStdString();
}

void writeBytes(const fs::path& path, std::string_view content) {
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!out) qFatal("cannot write %s", path.c_str());
}

std::string readBytes(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

ScopedEnvironment::ScopedEnvironment(const char* name, const std::string& value)
    : m_name(name), m_before(qgetenv(name)), m_wasSet(qEnvironmentVariableIsSet(name)) {
    qputenv(name, QByteArray::fromStdString(value));
}

ScopedEnvironment::~ScopedEnvironment() {
    if (m_wasSet)
        qputenv(m_name.constData(), m_before);
    else
        qunsetenv(m_name.constData());
}

}  // namespace autoglm::test
