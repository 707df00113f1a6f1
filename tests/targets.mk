# The targets that people call; the build itself is in the Makefile.
.PHONY: deps help clean
deps:
	@$(if $(HAVE),,sh tests/install-packages.sh)

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

clean: ## remove the build folder
	rm -rf $(BUILD)
