using System.Text.Json;

namespace Chaos.Import;

/// <summary>A JSON document of bounded size.</summary>
internal static class BoundedJson
{
    /// <summary>A full NAT map of half a million entries is about 150 MiB.</summary>
    private const int MostBytes = 512 << 20;

    /// <exception cref="BadImportException">It is larger, or no JSON.</exception>
    public static JsonDocument Parse(Stream stream, string file)
    {
        using MemoryStream whole = new();
        byte[] buffer = new byte[1 << 16];
        for (int got; (got = stream.Read(buffer)) > 0; whole.Write(buffer, 0, got))
            if (whole.Length + got > MostBytes) throw BadImportException.AtOffset(file, whole.Length,
                $"the document is larger than {MostBytes >> 20} MiB; cut it");
        try
        {
            return JsonDocument.Parse(whole.GetBuffer().AsMemory(0, (int)whole.Length), new JsonDocumentOptions { MaxDepth = 16 });
        }
        catch (JsonException broken)
        {
            throw BadImportException.AtLine(file, (broken.LineNumber ?? 0) + 1,
                $"this is no JSON (byte {broken.BytePositionInLine} of the line)");
        }
    }
}
