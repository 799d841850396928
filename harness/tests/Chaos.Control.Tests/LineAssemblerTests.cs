using System.Text;
using CsCheck;

namespace Chaos.Control.Tests;

public sealed class LineAssemblerTests
{
    private const int Limit = 20;

    [Fact]
    public void Lines_do_not_depend_on_where_the_bytes_are_cut()
    {
        Gen<byte[]> line = Gen.Byte.Where(value => value is not ((byte)'\n' or (byte)'\r')).Array[0, 2 * Limit];
        Gen.Select(line.Array[0, 20], Gen.Int[1, 3 * Limit].Array[1, 10]).Sample((lines, cuts) =>
        {
            LineAssembler assembler = new(Limit);
            List<string> read = [];

            byte[] stream = [.. lines.SelectMany(bytes => bytes.Append((byte)'\n'))];
            for (int position = 0, turn = 0; position < stream.Length; turn++)
            {
                int length = Math.Min(cuts[turn % cuts.Length], stream.Length - position);
                assembler.Append(stream.AsSpan(position, length));
                position += length;
                Drain(assembler, read);
            }

            Assert.Equal(lines.Select(bytes => bytes.Length > Limit ? "too long" : Convert.ToHexString(bytes)), read);
        });
    }

    [Fact]
    public void An_endless_line_costs_no_memory_and_what_follows_it_is_read()
    {
        LineAssembler assembler = new(Limit);
        byte[] garbage = new byte[64 << 10];
        List<string> read = [];

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int block = 0; block < 1000; block++)
        {
            assembler.Append(garbage);
            Drain(assembler, read);
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        assembler.Append("\nnext\r\n"u8);
        Drain(assembler, read);

        Assert.Equal(["too long", Convert.ToHexString(Encoding.UTF8.GetBytes("next"))], read);
        Assert.InRange(allocated, 0, 1 << 20);
    }

    private static void Drain(LineAssembler assembler, List<string> read)
    {
        while (assembler.Read(out ReadOnlySpan<byte> line) is LineState state and not LineState.Incomplete)
            read.Add(state == LineState.TooLong ? "too long" : Convert.ToHexString(line));
    }
}
