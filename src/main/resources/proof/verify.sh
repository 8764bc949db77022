#!/usr/bin/env bash
# verify.sh PROOF POLICY [FIELD=VALUE]...
#
# Checks a proof (c2sp.org/tlog-proof) that a royalty statement is in a transparency log, with bash 4.3, openssl 3 and
# coreutils alone, and without any network. POLICY (c2sp.org/tlog-policy) says whom you trust: get it from somebody else
# than the proof. FIELD=VALUE is what the record must say, such as period=2026-10 or payments_micros=120000500000.
#
# The same checks, in the same words, as 'angklung verify' makes. It knows less than that where it says so: names in
# ASCII, amounts below 10^12 currency units, and a quorum of no witness, one witness or one group of witnesses.
#
# Exit code: 0 proved, 2 wrong usage or policy, 3 not proved, 4 the file is no proof.
set -f -u -o pipefail
export LC_ALL=C # lengths in bytes, order by bytes
CHECK=1 LAST=5  # the check that is made now, and the number of checks

end() { printf 'verify.sh: %s\n' "$2" >&2; exit "$1"; }
shown() {                                               # without what a terminal would obey
    local text=${1//[$'\177'[:cntrl:]]/?}
    printf %s "${text//$'\302'[$'\200'-$'\237']/?}"
}
pass() { printf '%d passed: %s\n' "$CHECK" "$(shown "$1")"; CHECK=$((CHECK + 1)); }
fail() {
    printf '%d failed: %s\n' "$CHECK" "$(shown "$1")"
    for ((CHECK++; CHECK <= LAST; CHECK++)); do printf '%d not reached\n' "$CHECK"; done
    printf '\nWhat is not proved:\n- Everything. Do not rely on anything in this file.\n'
    exit 3
}
hex() { od -An -v -tx1 | tr -d ' \n'; }                 # bytes to hexadecimal
bytes() {                                               # hexadecimal to bytes
    local i escaped=
    for ((i = 0; i < ${#1}; i += 2)); do escaped+="\\x${1:i:2}"; done
    printf "$escaped"
}
sha256() { sha256sum | cut -c1-64; }
b64() {                                                 # base64 in its one form to hexadecimal
    [[ $(printf %s "$1" | base64 -d 2>/dev/null | base64 -w0) == "$1" ]] && printf %s "$1" | base64 -d | hex
}
hash64() { [[ ${#1} == 44 ]] && b64 "$1"; }             # of 32 bytes
decimal() {                                             # whether it is a number below 2^63 in its one form
    [[ $1 =~ ^(0|[1-9][0-9]{0,18})$ ]] && { ((${#1} < 19)) || [[ ! $1 > 9223372036854775807 ]]; }
}
leaf() { { printf '\0'; printf %s "$1"; } | sha256; }   # RFC 6962, section 2.1
node() { bytes "01$1$2" | sha256; }
proves() {                                              # INDEX SIZE LEAF ROOT PATH...: RFC 9162, section 2.1.3.2
    local f=$1 s=$(($2 - 1)) r=$3 root=$4 p
    shift 4
    ((f <= s)) || return 1
    for p; do
        ((s > 0)) || return 1
        if ((f & 1 || f == s)); then
            r=$(node "$p" "$r")
            while ((!(f & 1) && f != 0)); do f=$((f >> 1)) s=$((s >> 1)); done
        else
            r=$(node "$r" "$p")
        fi
        f=$((f >> 1)) s=$((s >> 1))
    done
    ((s == 0)) && [[ $r == "$root" ]]
}

# The policy: whose keys they are, and how many witnesses there must be.
vkey() {                                                # TEXT TYPE: sets KEYNAME, ID and KEY
    [[ $1 =~ ^([^+]+)\+([0-9a-f]{8})\+(.{44})$ ]] || end 2 "'$1' is no verifier key"
    KEYNAME=${BASH_REMATCH[1]} ID=${BASH_REMATCH[2]}
    KEY=$(b64 "${BASH_REMATCH[3]}") && [[ ${#KEY} == 66 && $KEY == "$2"* ]] || end 2 "'$1' is no key of type $2"
    [[ $({ printf '%s\n' "$KEYNAME"; bytes "$KEY"; } | sha256) == "$ID"* ]] || end 2 "'$1' has the id of another key"
    KEY=${KEY:2}
    [[ $KEYS != *$KEY* ]] || end 2 "a public key is there twice: '$1'"
    KEYS+=" $KEY"
}
name() { [[ $1 != none && -z ${KNOWN[$1]+known} ]] || end 2 "the name '$1' is taken"; KNOWN[$1]=$2; }
declare -A KNOWN=() WITNESS=() GROUP=() NEED=() EXPECTED=() RECORD=() LINE=() DETAIL=()
KEYS='' MEMBERS='' LOGS=() ORDER=() QUORUM=''
TREEPATH=() SIGNER=() SIGNATURE=() LINE_PLACE=() LINE_PATH=() DETAIL_PLACE=() DETAIL_PATH=()
policy() {
    local word member
    while IFS=$' \t' read -ra word || ((${#word[@]})); do
        ((${#word[@]})) && [[ ${word[0]} != '#'* ]] || continue
        case ${word[0]}-${#word[@]} in
            log-[23]) vkey "${word[1]}" 01; LOGS+=("$KEYNAME $ID $KEY") ;;
            witness-[34])
                vkey "${word[2]}" 04; name "${word[1]}" witness
                WITNESS[${word[1]}]="$KEYNAME $ID $KEY" ORDER+=("${word[1]}") ;;
            group-[4-9] | group-[1-9][0-9])
                for member in "${word[@]:3}"; do
                    [[ ${KNOWN[$member]+known} && " $MEMBERS " != *" $member "* ]] ||
                        end 2 "'$member' is not defined before, or is a member twice"
                    MEMBERS+=" $member"
                done
                case ${word[2]} in any) word[2]=1 ;; all) word[2]=$((${#word[@]} - 3)) ;; esac
                decimal "${word[2]}" && ((word[2] >= 1 && word[2] <= ${#word[@]} - 3)) || end 2 'a threshold is wrong'
                name "${word[1]}" group; GROUP[${word[1]}]="${word[*]:3}" NEED[${word[1]}]=${word[2]} ;;
            quorum-2)
                [[ -z $QUORUM && (${word[1]} == none || ${KNOWN[${word[1]}]+known}) ]] || end 2 'a quorum is wrong'
                QUORUM=${word[1]} ;;
            *) end 2 "the policy has a line that begins with '${word[0]}' and is not in the format" ;;
        esac
    done
    ((${#LOGS[@]})) && [[ $QUORUM ]] || end 2 'a policy has a log and a quorum'
    for member in ${GROUP[$QUORUM]-}; do
        [[ ${KNOWN[$member]} == witness ]] ||
            end 2 "the quorum '$QUORUM' is a group of groups, which this script does not decide; use 'angklung verify'"
    done
}

# The file: header, opening, index, path, empty line, note.
proof() {
    local lines line at=1 whole
    [[ $(tr -d '\n -\177' <"$TMP/proof" | hex) =~ ^(e28094)*$ ]] || end 4 'the file is no proof, or not in ASCII'
    whole=$(cat "$TMP/proof"; echo .)
    whole=${whole%.}
    [[ $whole == *$'\n\n'* ]] || end 4 'the file is no proof'
    mapfile -t lines <<<"${whole%%$'\n\n'*}"
    NOTE=${whole#*$'\n\n'}
    [[ ${lines[0]} == c2sp.org/tlog-proof@v1 ]] || end 4 'the file is no proof: its first line is another'
    if [[ ${lines[1]-} == 'extra '* ]]; then
        EXTRA=${lines[1]#extra } at=2
        b64 "$EXTRA" >/dev/null || end 4 'the opening is not base64'
    fi
    INDEX=${lines[at]-}
    [[ $INDEX == 'index '* ]] && decimal "${INDEX#index }" || end 4 'the file is no proof: it has no index'
    INDEX=${INDEX#index }
    for line in "${lines[@]:at + 1}"; do TREEPATH+=("$(hash64 "$line")") || end 4 'a hash of the path is none'; done
    ((${#TREEPATH[@]} <= 63)) || end 4 'the path is too long'
}
note() {
    local line lines bytes
    [[ $NOTE == *$'\n\n'* && $NOTE == *$'\n' ]] && ((${#NOTE} <= 200000)) || end 4 'the checkpoint is no note'
    TEXT=${NOTE%$'\n\n'*}$'\n'
    mapfile -t lines <<<"${NOTE##*$'\n\n'}"
    unset 'lines[-1]'
    ((${#lines[@]} > 0 && ${#lines[@]} <= 100)) || end 4 'a note has 1 to 100 signatures'
    for line in "${lines[@]}"; do
        [[ $line =~ ^$'\342\200\224'\ ([^ +]+)\ ([^ ]+)$ ]] && bytes=$(b64 "${BASH_REMATCH[2]}") && ((${#bytes} > 8)) ||
            end 4 'a signature line is none'
        SIGNER+=("${BASH_REMATCH[1]} ${bytes:0:8}") SIGNATURE+=("${bytes:8}")
    done
}
signed() {                                              # KEYNAME ID KEY TYPE: whether the key's first line is there
    local i signature time
    for i in "${!SIGNER[@]}"; do
        [[ ${SIGNER[i]} == "$1 $2" ]] || continue
        signature=${SIGNATURE[i]}
        printf %s "$TEXT" >"$TMP/text"
        if [[ $4 == 04 ]]; then                         # c2sp.org/tlog-cosignature
            ((${#signature} == 144)) || fail "the quorum of witnesses is missed: the signature of $1 does not hold"
            time=$((16#${signature:0:16})) signature=${signature:16}
            ((time > 0)) || fail "the quorum of witnesses is missed: the signature of $1 has no time"
            printf 'cosignature/v1\ntime %d\n%s' "$time" "$TEXT" >"$TMP/text"
        fi
        bytes "302a300506032b6570032100$3" >"$TMP/key"
        bytes "$signature" >"$TMP/signature"
        openssl pkeyutl -verify -pubin -keyform DER -inkey "$TMP/key" -rawin -in "$TMP/text" \
            -sigfile "$TMP/signature" >/dev/null 2>&1 || fail "the signature of $1 does not hold"
        return 0
    done
    return 1
}

# The opening: canonical JSON of RFC 8785, read from the start of REST.
T=$'[\200-\277]' # what follows the first byte of a character in UTF-8
STRING=$'([^"\\\\\001-\037\200-\377]|\\\\["\\\\bfnrt]|\\\\u00(0[0-7bef]|1[0-9a-f])'
STRING+=$'|[\302-\337]'$T$'|(\340[\240-\277]|[\341-\354\356\357]'$T$'|\355[\200-\237])'$T
STRING+=$'|(\360[\220-\277]|[\361-\363]'$T$'|\364[\200-\217])'$T$T')*'
STRING="\"$STRING\""
ENVELOPE='^\{"c":"([^"]{44})","kind":"statement","period":"([0-9]{4}-(0[1-9]|1[0-2]))",'
ENVELOPE+='"seq":(0|[1-9][0-9]{0,15}),"v":1\}'
take() { [[ $REST == "$1"* ]] && REST=${REST:${#1}}; }
texts() {                                               # NAME: an object of texts into that array, as it is into RAW
    local -n map=$1
    local last='' value start=$REST
    take '{' || return 1
    while [[ $REST =~ ^\"([a-z0-9_]+)\":($STRING)([,}]) && ${BASH_REMATCH[1]} > $last ]]; do
        last=${BASH_REMATCH[1]} value=${BASH_REMATCH[0]}
        map[$last]=${BASH_REMATCH[2]:1:-1} REST=${REST:${#value}}
        [[ ${value: -1} == , ]] || { RAW=${start:0:${#start} - ${#REST}}; return 0; }
    done
    return 1
}
entry() {                                               # NAME: an entry of a tree with its path
    local -n place=$1_PLACE path=$1_PATH
    local list
    take '{"entry":' && texts "$1" || return 1
    [[ $REST =~ ^,\"index\":\"([0-9]+)\",\"path\":\[([^]]*)\],\"size\":\"([0-9]+)\"\}, ]] || return 1
    place=("${BASH_REMATCH[1]}" "${BASH_REMATCH[3]}") list=${BASH_REMATCH[2]} REST=${REST:${#BASH_REMATCH[0]}}
    decimal "${place[0]}" && decimal "${place[1]}" && [[ $list =~ ^(\"[^\",]{44}\"(,\"[^\",]{44}\")*)?$ ]] || return 1
    list=${list//[\",]/ } path=()
    for list in $list; do path+=("$(hash64 "$list")") || return 1; done
    ((${#path[@]} <= 63))
}
opening() {
    REST=$(printf %s "$EXTRA" | base64 -d | tr '\0' '\001'; echo .)  # a NUL is as wrong as what it becomes
    REST=${REST%.}
    take '{' || return 1
    if take '"detail":'; then entry DETAIL && DETAIL_RAW=$RAW || return 1; fi
    take '"envelope":' && [[ $REST =~ $ENVELOPE ]] || return 1
    LEAF=${BASH_REMATCH[0]} PERIOD=${BASH_REMATCH[2]} SEQ=${BASH_REMATCH[4]} REST=${REST:${#BASH_REMATCH[0]}}
    COMMITMENT=$(hash64 "${BASH_REMATCH[1]}") && ((SEQ <= 9007199254740992)) && take , || return 1
    if take '"line":'; then entry LINE && LINE_RAW=$RAW || return 1; fi
    take '"record":' && texts RECORD && RECORD_RAW=$RAW || return 1
    [[ $REST =~ ^,\"salt\":\"([^\"]{44})\"\}$ ]] && SALT=$(hash64 "${BASH_REMATCH[1]}") || return 1
    [[ -z ${DETAIL_RAW-} || ${LINE_RAW-} ]] && LAST=$((5 + ${#LINE_PLACE[@]} / 2 + ${#DETAIL_PLACE[@]} / 2))
}

check_opening() {
    [[ ${EXTRA+there} ]] || fail 'the file has no opening, so it does not say which leaf it is about'
    opening || fail 'the opening cannot be read'
    [[ $SEQ == "$INDEX" ]] || fail "the opening is of leaf $SEQ, and the file proves leaf $INDEX"
    [[ $({ printf 'royalty-commit/v1\n'; bytes "$SALT"; printf %s "$RECORD_RAW"; } | sha256) == "$COMMITMENT" ]] ||
        fail "salt and record do not make the commitment of leaf $SEQ"
    pass "the opening fits: salt and record make the commitment of leaf $SEQ"
}
check_log() {
    local lines log known=
    mapfile -t lines <<<"${TEXT%$'\n'}"
    ORIGIN=${lines[0]} SIZE=${lines[1]-}
    ROOT=$(hash64 "${lines[2]-}") && decimal "$SIZE" && [[ $ORIGIN && $TEXT != *$'\n\n'* ]] ||
        fail 'the checkpoint has not an origin, a size and a root'
    [[ $SIZE != 0 || $ROOT == "$(printf '' | sha256)" ]] || fail 'the checkpoint has no leaf, and not the root of none'
    for log in "${LOGS[@]}"; do
        [[ ${log% * *} == "$ORIGIN" ]] && signed $log 01 && known=yes
    done
    [[ $known ]] || fail "the checkpoint of $ORIGIN is not signed by a log that the policy names"
    pass "the log $ORIGIN signed this checkpoint of $SIZE leaves"
}
check_witnesses() {
    local witness count=0 names=
    for witness in ${ORDER[@]+"${ORDER[@]}"}; do
        signed ${WITNESS[$witness]} 04 || continue
        names+=", $witness"
        [[ $QUORUM == "$witness" || " ${GROUP[$QUORUM]-} " == *" $witness "* ]] && count=$((count + 1))
    done
    [[ $QUORUM == none ]] || ((count >= ${NEED[$QUORUM]-1})) ||
        fail "the quorum of witnesses is missed: those that saw the checkpoint, [${names#, }], are not '$QUORUM'"
    SEEN=${names#, }
    if [[ $SEEN ]]; then pass "enough witnesses of the policy saw this checkpoint: $SEEN"
    else pass 'the policy asks for no witness, and none that it names saw this checkpoint'; fi
}
check_inclusion() {
    proves "$INDEX" "$SIZE" "$(leaf "$LEAF")" "$ROOT" ${TREEPATH[@]+"${TREEPATH[@]}"} ||
        fail "the path of leaf $INDEX does not lead to the root of the checkpoint"
    pass "leaf $INDEX is in the log: its path leads to the root of this checkpoint"
}
micros() { [[ ${RECORD[$1]-} =~ ^(0|-?[1-9][0-9]{0,17})$ ]] || fail "the record lacks $1, or it is not below 10^12"; }
units() {                                               # MICROS, as a decimal
    printf '%s%d.%06d' "$( (($1 < 0)) && echo -)" $((${1#-} / 1000000)) $((${1#-} % 1000000))
}
check_record() {
    local field sum=0 names=
    for field in statement_id party_id run_id booked_at; do
        [[ ${RECORD[$field]+there} ]] || fail "the record lacks the field $field"
    done
    [[ ${RECORD[period]-} == "$PERIOD" ]] || fail "the record is not for $PERIOD, as its leaf is"
    [[ ${RECORD[currency]-} =~ ^[A-Z]{3}$ && ${RECORD[lines_hash]-} =~ ^[0-9a-f]{64}$ ]] &&
        decimal "${RECORD[lines]-}" || fail 'the record lacks currency, lines or lines_hash'
    for field in opening earnings adjustments released converted_in; do
        micros "${field}_micros"; sum=$((sum + RECORD[${field}_micros]))
    done
    for field in deductions recouped reserved converted_out tax payments; do
        micros "${field}_micros"; sum=$((sum - RECORD[${field}_micros]))
    done
    micros closing_micros
    ((sum == RECORD[closing_micros])) || fail 'the amounts of the record do not add up to its closing balance'
    for field in $(printf '%s\n' ${EXPECTED[@]+"${!EXPECTED[@]}"} | sort); do
        [[ ${RECORD[$field]+there} ]] || fail "the record says nothing of $field"
        [[ ${RECORD[$field]} == "${EXPECTED[$field]}" ]] || fail "the record says ${RECORD[$field]} of $field"
        names+=", $field"
    done
    if [[ $names ]]; then names="its amounts add up, and it says what you expect of: ${names#, }"
    else names='and its amounts add up'; fi
    pass "the record is a statement for $PERIOD in ${RECORD[currency]}, $names"
}
check_line() {
    local field
    [[ ${LINE_PLACE[1]} == "${RECORD[lines]}" ]] || fail "the statement has ${RECORD[lines]} lines"
    proves "${LINE_PLACE[@]}" "$(leaf "$LINE_RAW")" "${RECORD[lines_hash]}" ${LINE_PATH[@]+"${LINE_PATH[@]}"} ||
        fail 'the line is not one of those that the statement commits to'
    for field in currency party_id; do
        [[ ${LINE[$field]-} == "${RECORD[$field]}" ]] || fail "the line is on the statement and has another $field"
    done
    pass "line ${LINE[line_id]-} is one of the ${RECORD[lines]} lines of the statement"
}
check_detail() {
    [[ ${LINE[statement_hash]-} =~ ^[0-9a-f]{64}$ ]] || fail 'the line commits to no details'
    proves "${DETAIL_PLACE[@]}" "$(leaf "$DETAIL_RAW")" "${LINE[statement_hash]}" \
        ${DETAIL_PATH[@]+"${DETAIL_PATH[@]}"} || fail 'the earning is not one of those that the line commits to'
    local what="what ${DETAIL[isrc]-} earned"
    [[ ${DETAIL[isrc]+there} ]] || what='an earning without a recording'
    pass "$what is part of that line"
}

(($# >= 2)) || end 2 'give a proof and a policy: verify.sh PROOF POLICY [FIELD=VALUE]...'
for word in "${@:3}"; do
    [[ $word =~ ^([a-z_]+)=(.*)$ ]] || end 2 "'$word' is not FIELD=VALUE"
    EXPECTED[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}
done
TMP=$(mktemp -d) || end 2 'there is no place for temporary files'
trap 'rm -rf "$TMP"' EXIT
[[ $(openssl version) == OpenSSL\ [3-9]* ]] || end 2 'this needs openssl 3'
head -c 1000001 -- "$2" >"$TMP/policy" && (($(tr -cd '\000-\010\013-\037\177' <"$TMP/policy" | wc -c) == 0)) ||
    end 2 "'$2' is no policy, or cannot be read"
policy <"$TMP/policy"
head -c 4000001 -- "$1" >"$TMP/proof" && (($(wc -c <"$TMP/proof") <= 4000000)) ||
    end 4 "'$1' is no proof, or cannot be read"
proof
note
check_opening; check_log; check_witnesses; check_inclusion; check_record
((${#LINE_PLACE[@]})) && check_line
((${#DETAIL_PLACE[@]})) && check_detail
cat <<END

What is proved:
- What the statement of $(shown "${RECORD[party_id]}") for $PERIOD in ${RECORD[currency]} says, among it:
  earned $(units "${RECORD[earnings_micros]}"), paid $(units "${RECORD[payments_micros]}"), \
balance at the end $(units "${RECORD[closing_micros]}").
- The operator of the log $ORIGIN committed to exactly this statement as leaf $INDEX of $SIZE.
${SEEN:+- $SEEN signed to have seen this state of the log.
}
What is not proved:
- That plays were counted rightly, that rates and shares are right, that the operator's totals are complete, that the
  money arrived, that no later leaf corrects this one, and anything about other lines and statements.
- That the log shows everybody the same, beyond the word of the witnesses named above.
END
