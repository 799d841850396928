using System.Buffers.Binary;
using System.Text;

namespace Chaos.Bpf.Programs;

/// <summary>
/// A relocatable object file that clang has made for the target `bpf`: its programs by name, and the symbols that they leave open.
/// </summary>
/// <remarks>
/// Every open symbol stands for a number that is known only when the program is loaded: a constant, or the descriptor of a map. An
/// instruction that loads its address gets that number instead. Source: the ELF-64 object format, and the relocations of
/// Documentation/bpf/llvm_reloc.rst.
/// </remarks>
public sealed class BpfObject
{
    private const int HeaderBytes = 64, SectionBytes = 64, SymbolBytes = 24, RelocationBytes = 16;
    private const int SymbolTable = 2, Relocations = 9;

    /// <summary>e_machine of BPF, and the relocation that fills a 64-bit load.</summary>
    private const ushort MachineBpf = 247;
    private const uint LoadRelocation = 1;

    /// <summary>The first half of an instruction that loads 64 bits, and the mark in it that the number is a map's descriptor.</summary>
    private const byte LoadWide = 0x18, MapDescriptor = 1;

    private readonly byte[] bytes;
    private readonly Section[] sections;
    private readonly Section symbols;

    /// <exception cref="BadObjectException">The bytes are no such file.</exception>
    public BpfObject(byte[] bytes)
    {
        this.bytes = bytes;
        ReadOnlySpan<byte> header = Slice(0, HeaderBytes);
        if (!header[..6].SequenceEqual("\u007fELF\u0002\u0001"u8) || BinaryPrimitives.ReadUInt16LittleEndian(header[18..]) != MachineBpf)
            throw new BadObjectException("it is no little-endian ELF-64 file for BPF");
        long table = BinaryPrimitives.ReadInt64LittleEndian(header[40..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header[60..]);
        sections = [.. Enumerable.Range(0, count).Select(number => SectionAt(table + number * SectionBytes))];
        symbols = Array.Find(sections, section => section.Type == SymbolTable)
            ?? throw new BadObjectException("it has no table of symbols");
    }

    /// <summary>The instructions of a program with every open symbol filled in.</summary>
    /// <param name="program">The name of its function.</param>
    /// <param name="constants">By symbol.</param>
    /// <param name="maps">Descriptors, by symbol.</param>
    /// <exception cref="BadObjectException">There is no such program, or a symbol has no value.</exception>
    public byte[] Link(string program, IReadOnlyDictionary<string, long> constants, IReadOnlyDictionary<string, int> maps)
    {
        (int place, long start, long length) = FunctionOf(program);
        byte[] code = Slice(sections[place].Offset + start, length).ToArray();
        foreach (Section relocations in sections.Where(section => section.Type == Relocations && section.Info == place))
        {
            for (long at = 0; at + RelocationBytes <= relocations.Length; at += RelocationBytes)
            {
                ReadOnlySpan<byte> relocation = Slice(relocations.Offset + at, RelocationBytes);
                long offset = BinaryPrimitives.ReadInt64LittleEndian(relocation) - start;
                if (offset < 0 || offset > length - 2 * sizeof(ulong)) continue;
                ulong info = BinaryPrimitives.ReadUInt64LittleEndian(relocation[8..]);
                uint kind = (uint)(info & uint.MaxValue);
                if (kind != LoadRelocation) throw new BadObjectException($"relocation {kind} is not known");
                Fill(code.AsSpan((int)offset), NameOf((int)(info >> 32)), constants, maps);
            }
        }

        return code;
    }

    private static void Fill(
        Span<byte> load, string symbol, IReadOnlyDictionary<string, long> constants, IReadOnlyDictionary<string, int> maps)
    {
        if (load[0] != LoadWide) throw new BadObjectException($"'{symbol}' is used otherwise than by its address");
        if (maps.TryGetValue(symbol, out int map))
        {
            load[1] = (byte)(load[1] & 0x0F | MapDescriptor << 4);
            Write(load, map);
        }
        else if (constants.TryGetValue(symbol, out long constant))
        {
            Write(load, constant);
        }
        else
        {
            throw new BadObjectException($"nothing gives '{symbol}' a value");
        }
    }

    /// <summary>The number is in two halves, at the end of each of the instruction's two words.</summary>
    private static void Write(Span<byte> load, long number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(load[4..], unchecked((int)number));
        BinaryPrimitives.WriteInt32LittleEndian(load[12..], (int)(number >> 32));
    }

    private (int Section, long Start, long Length) FunctionOf(string program)
    {
        for (int number = 0; (long)(number + 1) * SymbolBytes <= symbols.Length; number++)
        {
            ReadOnlySpan<byte> symbol = SymbolAt(number);
            int section = BinaryPrimitives.ReadUInt16LittleEndian(symbol[6..]);
            if (section == 0 || section >= sections.Length || NameOf(number) != program) continue;
            return (section, BinaryPrimitives.ReadInt64LittleEndian(symbol[8..]), BinaryPrimitives.ReadInt64LittleEndian(symbol[16..]));
        }

        throw new BadObjectException($"it has no program '{program}'");
    }

    private string NameOf(int symbol)
    {
        if (symbols.Link >= sections.Length) throw new BadObjectException("its symbols have no names");
        long start = sections[symbols.Link].Offset + BinaryPrimitives.ReadUInt32LittleEndian(SymbolAt(symbol));
        ReadOnlySpan<byte> text = Slice(start, Math.Min(256, bytes.Length - start));
        int end = text.IndexOf((byte)0);
        return end >= 0 ? Encoding.ASCII.GetString(text[..end]) : throw new BadObjectException("a name has no end");
    }

    private ReadOnlySpan<byte> SymbolAt(int number) => Slice(symbols.Offset + (long)number * SymbolBytes, SymbolBytes);

    private Section SectionAt(long offset)
    {
        ReadOnlySpan<byte> header = Slice(offset, SectionBytes);
        return new Section(
            BinaryPrimitives.ReadInt32LittleEndian(header[4..]), BinaryPrimitives.ReadInt64LittleEndian(header[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[32..]), BinaryPrimitives.ReadInt32LittleEndian(header[40..]),
            BinaryPrimitives.ReadInt32LittleEndian(header[44..]));
    }

    private ReadOnlySpan<byte> Slice(long offset, long length) =>
        offset >= 0 && length >= 0 && offset <= bytes.Length - length
            ? bytes.AsSpan((int)offset, (int)length) : throw new BadObjectException("it ends too early");

    private sealed record Section(int Type, long Offset, long Length, int Link, int Info);
}

/// <summary>A file is no BPF object, or lacks what is wanted of it.</summary>
public sealed class BadObjectException(string reason) : Exception($"the BPF object cannot be used: {reason}");
