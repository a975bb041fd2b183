// The precompiled header of the tests.
#pragma once

#include <QTemporaryDir>
#include <QtTest>

#include "core/precompiled.h"
