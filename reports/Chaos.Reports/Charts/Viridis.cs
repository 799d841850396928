using System.Globalization;

namespace Chaos.Reports.Charts;

/// <summary>
/// The viridis colour scale (S. van der Walt, N. Smith, 2015; public domain): even steps to the eye, legible to colour-blind readers
/// and in grey. Nine anchors, linear between them.
/// </summary>
internal static class Viridis
{
    private static readonly int[] Anchors =
        [0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725];

    /// <param name="share">0 to 1, cut to it.</param>
    public static Colour At(double share)
    {
        double position = Math.Clamp(share, 0, 1) * (Anchors.Length - 1);
        int index = Math.Min((int)position, Anchors.Length - 2);
        double between = position - index;
        byte Channel(int shift)
        {
            int low = (Anchors[index] >> shift) & 0xff;
            int high = (Anchors[index + 1] >> shift) & 0xff;
            return (byte)Math.Round(low + ((high - low) * between));
        }

        return new Colour(Channel(16), Channel(8), Channel(0));
    }
}

/// <summary>An sRGB colour.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static Colour Black => new(0, 0, 0);

    public static Colour White => new(255, 255, 255);

    /// <summary>Black or white, whichever stands out more; one of them always has a contrast of at least 4.5.</summary>
    public Colour TextOnTop => ContrastTo(White) >= ContrastTo(Black) ? White : Black;

    /// <summary>1 to 21. Source: WCAG 2.2, definition of contrast ratio.</summary>
    public double ContrastTo(Colour other)
    {
        double mine = Luminance;
        double its = other.Luminance;
        return (Math.Max(mine, its) + 0.05) / (Math.Min(mine, its) + 0.05);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    /// <summary>Source: WCAG 2.2, definition of relative luminance.</summary>
    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private static double Linear(byte channel)
    {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
