# What `cmake --install` puts where. The configuration goes to /etc/waybill whatever the prefix of the programs
# (DESTDIR counts), and what an administrator has changed there is never overwritten.
set(WAYBILL_CONFIG /etc/waybill/waybill.toml)
configure_file(packaging/systemd/waybill.service.in ${PROJECT_BINARY_DIR}/waybill.service @ONLY)

install(TARGETS waybill RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS waybilld RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
# Written again at install time: `cmake --install --prefix` may choose another prefix than the configuration had.
install(
  CODE "
  set(CMAKE_INSTALL_FULL_BINDIR \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
  set(CMAKE_INSTALL_FULL_SBINDIR \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_SBINDIR}\")
  set(WAYBILL_CONFIG ${WAYBILL_CONFIG})
  configure_file(${PROJECT_SOURCE_DIR}/packaging/systemd/waybill.service.in ${PROJECT_BINARY_DIR}/waybill.service @ONLY)")
install(FILES ${PROJECT_BINARY_DIR}/waybill.service DESTINATION lib/systemd/system)
install(FILES packaging/systemd/waybill.sysusers DESTINATION lib/sysusers.d RENAME waybill.conf)
install(FILES packaging/systemd/waybill.tmpfiles DESTINATION lib/tmpfiles.d RENAME waybill.conf)
install(FILES packaging/completion/waybill.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME waybill)
install(FILES packaging/completion/_waybill DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY etc/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

foreach(file waybill.toml rules.toml people.ldif)
  install(
    CODE "
    set(target \"\$ENV{DESTDIR}/etc/waybill/${file}\")
    if(EXISTS \"\${target}\")
      message(STATUS \"Kept: \${target}\")
    else()
      file(COPY \"${PROJECT_SOURCE_DIR}/etc/${file}\" DESTINATION \"\$ENV{DESTDIR}/etc/waybill\")
      message(STATUS \"Installing: \${target}\")
    endif()")
endforeach()

# Man pages are made of Markdown and of docs/; without lowdown(1) there are none.
find_program(LOWDOWN lowdown)
find_program(PYTHON3 python3)
add_custom_target(man ALL)
function(man_page page)
  list(TRANSFORM ARGN PREPEND ${PROJECT_SOURCE_DIR}/docs/ OUTPUT_VARIABLE documents)
  set(source ${PROJECT_SOURCE_DIR}/packaging/man/${page}.md)
  set(made ${PROJECT_BINARY_DIR}/man/${page})
  add_custom_command(
    OUTPUT ${made}
    COMMAND ${PYTHON3} ${PROJECT_SOURCE_DIR}/packaging/man/make-page ${PROJECT_VERSION} ${source} ${documents} > ${made}
    DEPENDS ${source} ${documents} ${PROJECT_SOURCE_DIR}/packaging/man/make-page
    VERBATIM)
  add_custom_target(man-${page} DEPENDS ${made})
  add_dependencies(man man-${page})
  string(REGEX MATCH "[0-9]$" section ${page})
  install(FILES ${made} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endfunction()
if(LOWDOWN AND PYTHON3)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/man)
  man_page(waybill.1)
  man_page(waybilld.8)
  man_page(waybill.toml.5 settings.md)
  man_page(waybill-rules.5 rules.md parameters.md)
endif()
