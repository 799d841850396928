using System.Text.Json;

namespace Chaos.Runs;

/// <summary>What System.Text.Json found wrong, in our words and with our position.</summary>
internal static class DamagedJson
{
    public static DamagedRunException At(string file, int line, JsonException broken)
    {
        // The library appends its own zero-based position to the reason; ours stands in front already.
        int position = broken.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        string reason = position < 0 ? broken.Message : broken.Message[..position];
        string where = string.IsNullOrEmpty(broken.Path) || broken.Path == "$" ? "" : $" (at {broken.Path})";
        return new DamagedRunException(file, line, reason + where, broken);
    }
}
