# Only calls manage.py; everything works without make.
.PHONY: run test check_house bench validate lock
run test check_house bench validate:
	python3 manage.py $@
lock:  # needs uv; the locks name no host
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.txt requirements.in
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements-test.txt requirements-test.in
