package angklung.rights;

/**
 * What the last node keeps of one recording, beside the answers to its links.
 *
 * @param published content of the record that was sent last; null: none, or that there is none any more
 */
record RecordingState(Own own, String published) {
    static final RecordingState NONE = new RecordingState(Own.NONE, null);

    boolean isEmpty() {
        return own.isEmpty() && published == null;
    }
}
