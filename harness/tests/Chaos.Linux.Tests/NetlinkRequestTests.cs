using System.Buffers.Binary;

namespace Chaos.Linux.Tests;

public sealed class NetlinkRequestTests
{
    [Fact]
    public void Attributes_are_read_back_as_they_were_written_whatever_their_length_and_depth()
    {
        NetlinkRequest request = new(type: 0x0A06, NetlinkFlags.Create, sequence: 77);
        request.Header(1, 2, 3, 4);
        using (request.Nested(5))
        {
            for (ushort length = 0; length < 300; length++) request.Attribute(length, Pattern(length));
            using (request.Nested(6)) request.BigEndian32(7, 0x01020304);
        }

        ReadOnlySpan<byte> bytes = request.Bytes;

        Assert.Equal(bytes.Length, BinaryPrimitives.ReadInt32LittleEndian(bytes));
        Assert.Equal(0x0A06, BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]));
        Assert.Equal(77, BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
        int expected = 0;
        foreach (NetlinkAttribute outer in new NetlinkAttributes(bytes[20..]))
        {
            Assert.Equal(5, outer.Type);
            foreach (NetlinkAttribute inner in outer.Nested)
            {
                if (expected < 300)
                {
                    Assert.Equal(expected, inner.Type);
                    Assert.Equal(Pattern(expected), inner.Value.ToArray());
                }
                else
                {
                    foreach (NetlinkAttribute last in inner.Nested) Assert.Equal((7, 0x01020304u), (last.Type, last.BigEndian32));
                }

                expected++;
            }
        }

        Assert.Equal(301, expected);
    }

    [Fact]
    public void An_attribute_that_is_cut_off_ends_the_list()
    {
        byte[] bytes = [8, 0, 1, 0, 1, 2, 3, 4, 8, 0, 2, 0, 1];
        int count = 0;
        foreach (NetlinkAttribute attribute in new NetlinkAttributes(bytes)) count += attribute.Type;

        Assert.Equal(1, count);
    }

    private static byte[] Pattern(int length) => [.. Enumerable.Repeat((byte)(length & 0xFF), length)];
}
