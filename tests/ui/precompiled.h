// The precompiled header of the window's tests.
#pragma once

#include <QtTest>
#include <QtWidgets>

#include "tests/ui/window_harness.h"
