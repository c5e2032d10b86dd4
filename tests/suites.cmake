# SPDX-License-Identifier: MIT
# Read by CTest: adds a test for each suite of `program`, with its cases in all their forms. Where no
# case of it fails but some are skipped, the suite counts as skipped (support/main.cpp).
execute_process(COMMAND ${program} --gtest_list_tests
  OUTPUT_VARIABLE listed RESULT_VARIABLE code WORKING_DIRECTORY ${folder})
if(NOT code EQUAL 0)
  message(FATAL_ERROR "${program} does not list its tests: ${code}")
endif()
# Lines without an indent: SUITE. or FORMS/SUITE. and perhaps a comment.
string(REGEX REPLACE "\n[ ][^\n]*" "" suites "\n${listed}")
string(REGEX MATCHALL "\n[A-Za-z0-9_/]+[.]" suites "${suites}")
list(TRANSFORM suites REPLACE "^\n([A-Za-z0-9_]+/)?([A-Za-z0-9_]+)[.]$" "\\2")
list(REMOVE_DUPLICATES suites)
foreach(suite IN LISTS suites)
  add_test(${prefix}.${suite} ${program} "--gtest_filter=${suite}.*:*/${suite}.*")
  set_tests_properties(${prefix}.${suite} PROPERTIES LABELS "${labels}" TIMEOUT 3600
    SKIP_RETURN_CODE 77 WORKING_DIRECTORY ${folder})
endforeach()
