namespace Chaos.Replay.Recordings;

/// <summary>A file is no recording, or a damaged one; the message has file, line and reason.</summary>
public sealed class BadRecordingException(string file, int line, string reason) : Exception($"{file}:{line}: {reason}");
