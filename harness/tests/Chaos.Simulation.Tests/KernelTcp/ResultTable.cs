using System.Runtime.CompilerServices;

namespace Chaos.Simulation.Tests.KernelTcp;

/// <summary>
/// Rows of the table in harness/docs/tcp-against-the-kernel.md, appended to the file that CHAOS_KERNEL_TCP_TABLE names. A test writes its
/// row after its last assertion.
/// </summary>
internal static class ResultTable
{
    private static readonly string? path = Environment.GetEnvironmentVariable("CHAOS_KERNEL_TCP_TABLE");
    private static readonly Lock gate = new();

    /// <param name="kernel">What the kernel did.</param>
    /// <param name="exchanged">What was sent.</param>
    /// <param name="same">Whether both sides do the same.</param>
    /// <param name="row">Which row of a theory.</param>
    /// <param name="test">The test.</param>
    /// <param name="file">Its class.</param>
    public static void Add(
        string kernel, string exchanged, string same = "yes", string row = "", [CallerMemberName] string test = "",
        [CallerFilePath] string file = "")
    {
        if (string.IsNullOrEmpty(path)) return;
        string sentence = test.Replace('_', ' ') + (row.Length > 0 ? $": {row}" : "");
        string group = Path.GetFileNameWithoutExtension(file);
        lock (gate) File.AppendAllText(path, $"{group}\t| {sentence} | {kernel} | {exchanged} | {same} |\n");
    }
}
