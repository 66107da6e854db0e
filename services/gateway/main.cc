#include "motcua/program/run.h"

#include "app/application.h"
#include "app/config.h"

int main(int argc, char** argv) {
  return motcua::program::Run(argc, argv, motcua::gateway::Config());
}
