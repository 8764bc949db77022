package angklung.replay;

/**
 * What one row of a file says, with the place to name in errors about it.
 *
 * @param file name of the file
 * @param line line that the row starts on, from 1
 */
public record Line<T>(String file, long line, T value) {}
