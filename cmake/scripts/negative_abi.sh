# Sourced by negative_controls.sh: changes of the interface that break programs, each planted in the headers and in a
# library that is described by them. What has no letter in layouts must be found by abidiff, and the other way round.

abi_stub() {
    python3 $scripts/stub_library.py include planted.so "$@"
}

# breaks what pattern file sed-script: the header, changed, makes the check red.
breaks() {
    local what=$1 pattern=$2 file=include/csr/$3
    cp "$file" kept.header
    sed -i -E "${@:4}" "$file"
    if cmp -s "$file" kept.header; then
        echo "negative control: abi: $what: nothing was planted"
        failed=1
    fi
    abi_stub -g
    expect_red "abi: $what" "$pattern" python3 $scripts/check_abi.py planted.so
    cp kept.header "$file"
}

# What must stay green, or the red ones say nothing: the headers as they are, and members that come at the end.
controls=$((controls + 1))
sed -i -E 's/^\} csr_ticket_(open_params|view);/csr_time planted; &/' include/csr/ticket.h
abi_stub -g
python3 $scripts/check_abi.py planted.so >planted.log || {
    echo "negative control: abi: an appended member is refused: $(cat planted.log)"
    failed=1
}
sed -i 's/^csr_time planted; //' include/csr/ticket.h

readonly params='/csr_ticket_open_params \{/,/^\}/'
breaks "two members of one type swapped" "struct csr_ticket_open_params: at byte .*assignee" ticket.h \
    "$params{s/csr_id team; /csr_id XX; /;s/csr_id assignee; /csr_id team; /;s/csr_id XX; /csr_id assignee; /}"
breaks "two members of one type swapped, to abidiff" "^abidiff: .*(team|assignee)" ticket.h \
    "$params{s/csr_id team; /csr_id XX; /;s/csr_id assignee; /csr_id team; /;s/csr_id XX; /csr_id assignee; /}"
breaks "member in the middle" "struct csr_ticket_open_params: assignee is no longer at byte" ticket.h \
    "$params{s/csr_id team; /csr_time planted; &/}"
breaks "member in the middle, to abidiff" "^abidiff: .*offset changed" ticket.h "$params{s/csr_id team; /csr_time planted; &/}"
breaks "struct without a size grows" "struct csr_str: 16 bytes became 24" types.h 's/^\} csr_str;/size_t planted; &/'
breaks "constant with another number" "constant CSR_CHANNEL_PHONE was [0-9]+, is 77" interaction.h \
    's/CSR_CHANNEL_PHONE = [0-9]+/CSR_CHANNEL_PHONE = 77/'
breaks "constant that is gone" "constant CSR_CHANNEL_PHONE was [0-9]+, is gone" interaction.h \
    's/CSR_CHANNEL_PHONE = /CSR_CHANNEL_PLANTED = /'
breaks "type of an argument" "^abidiff: .*parameter 1 of type" ticket.h \
    's/(csr_ticket_number_format\()int64_t/\1int32_t/'
breaks "function that is gone" "^abidiff: .*(Removed|csr_ticket_number_format)" ticket.h \
    's/^(CSR_API void csr_ticket_)number_format/\1numbers_format/'
abi_stub -g0
expect_red "abi: library without debug information" "describes no types" python3 $scripts/check_abi.py planted.so

# The list of what became of every function.
lifecycle() {
    expect_red "lifecycle: $1" "$2" python3 $scripts/header_text.py --check
}
cp include/csr/ticket.h kept.header
cp docs/lifecycle.csv kept.lifecycle
sed -i -E 's/^CSR_API (void csr_ticket_number_format)/CSR_API CSR_DEPRECATED("use csr_planted") \1/' include/csr/ticket.h
lifecycle "deprecated without a release" "csr_ticket_number_format is deprecated in its header: enter since when"
cp kept.header include/csr/ticket.h
sed -i -E 's/^(csr_ticket_number_format,[^,]*),,/\1,0.2,/' docs/lifecycle.csv
lifecycle "deprecated in the list only" "csr_ticket_number_format is deprecated, says .* not in its header"
sed -E 's/^csr_ticket_number_format,.*/&\ncsr_planted,0.1,,,,stable/' kept.lifecycle >docs/lifecycle.csv
lifecycle "function that has left the headers" "csr_planted has left the headers"
sed -E 's/^(csr_ticket_number_format,[^,]*,),/\1,0.2/' kept.lifecycle >docs/lifecycle.csv
lifecycle "name that was removed once" "csr_ticket_number_format was removed"
cp kept.lifecycle docs/lifecycle.csv
sed -i '/^#if defined(CSR_EXPERIMENTAL)/d; $!{/^#endif$/d}' include/csr/sla.h
lifecycle "experimental without its fence" "csr_sla_clock_begin: experimental functions"
