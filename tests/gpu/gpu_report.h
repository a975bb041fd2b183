// PASS and FAIL lines of the plain test programs and their exit code: 0, 1, or 77 for skipped (as ctest reads it).
#pragma once

#include <iostream>
#include <string>

namespace autoglm::test {

class Report {
  public:
    void check(bool passed, const std::string& what, const std::string& detail) {
        std::cout << (passed ? "PASS  " : "FAIL  ") << what << ": " << detail << std::endl;
        ++(passed ? m_passed : m_failed);
    }

    int exitCode() const {
        std::cout << m_passed << " passed, " << m_failed << " failed\n";
        return m_failed == 0 && m_passed > 0 ? 0 : 1;
    }

  private:
    int m_passed = 0;
    int m_failed = 0;
};

inline int skipped(const std::string& why) {
    std::cout << "skipped: " << why << '\n';
    return 77;
}

}  // namespace autoglm::test
