using System.Diagnostics;
using Chaos.Bpf.Programs;

namespace Chaos.Bpf.Tests;

/// <summary>The object file of `nat.c`, compiled once for all tests.</summary>
internal static class NatObject
{
    private static readonly Lazy<byte[]> Compiled = new(Compile);

    public static BpfObject Load() => new(Bytes);

    public static byte[] Bytes => (byte[])Compiled.Value.Clone();

    /// <summary>The same with a number in the place of each draw: calls of bpf_get_prandom_u32 become moves of a constant.</summary>
    public static BpfObject LoadWithDraw(ushort draw)
    {
        ReadOnlySpan<byte> call = [0x85, 0, 0, 0, 7, 0, 0, 0];
        byte[] bytes = Bytes;
        for (int at = 0; at + call.Length <= bytes.Length; at += call.Length)
            if (bytes.AsSpan(at, call.Length).SequenceEqual(call))
                ((ReadOnlySpan<byte>)[0xB7, 0, 0, 0, (byte)(draw & 0xFF), (byte)(draw >> 8), 0, 0]).CopyTo(bytes.AsSpan(at));
        return new BpfObject(bytes);
    }

    /// <summary>Why there is none on this machine; null if there is.</summary>
    public static string? WhyNot()
    {
        try
        {
            return Compiled.Value.Length > 0 ? null : "clang wrote nothing";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"needs clang: {missing.Message}";
        }
    }

    private static byte[] Compile()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("chaos-nat");
        try
        {
            string file = Path.Combine(folder.FullName, "nat.o");
            using Process clang = Process.Start("clang", ["-O2", "-target", "bpf", "-c", Source, "-o", file]);
            clang.WaitForExit();
            return clang.ExitCode == 0 ? File.ReadAllBytes(file) : throw new InvalidOperationException("nat.c does not compile");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Source
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "Chaos.sln"))) folder = folder.Parent;
            return Path.Combine(folder.FullName, "targets", "Chaos.Bpf", "Nat", "nat.c");
        }
    }
}
