python3 "$TALLYPOST_SOURCE/tests/cli/make_fit.py" header-crc-zero
