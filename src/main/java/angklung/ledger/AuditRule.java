package angklung.ledger;

/** What {@link LedgerAudit} checks of every line. */
public enum AuditRule {
    /** A record has a value. */
    PRESENT,
    /** Every field that the schema requires is there. */
    COMPLETE,
    /** The record key is the line's identifier. */
    KEY,
    /** The line names the partition that it lies in. */
    PARTITION,
    /** Sequences run from 0 without a gap. */
    SEQUENCE,
    /** The line names the hash of the line before. */
    CHAIN,
    /** The line's hash is that of its fields. */
    HASH,
    /** No other line, in any partition, has the identifier. */
    UNIQUE,
    /** The identifier is that of the line's business key. */
    LINE_ID,
    /** The amount is positive. */
    AMOUNT,
    /** Both forms of the amount are the same, with six decimals. */
    DECIMAL,
    /** Debit and credit differ, and are accounts that the line's kind moves money between. */
    ACCOUNTS,
    /** No hold, and no account of unclaimed money, has given more than it had received by then. */
    OVERDRAWN,
    /** The currency is of ISO 4217. */
    CURRENCY,
    /** The kind is known. */
    KIND,
    /** The line that is corrected lies before this one. */
    ADJUSTS,
    /** Heads that were recorded elsewhere are lines of the ledger. */
    HEAD
}
