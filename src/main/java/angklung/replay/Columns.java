package angklung.replay;

import java.util.List;

/**
 * The columns of one kind of file.
 *
 * @param required must be in the header
 * @param optional may be in the header
 */
record Columns(List<String> required, List<String> optional) {

    boolean knows(String name) {
        return required.contains(name) || optional.contains(name);
    }
}
