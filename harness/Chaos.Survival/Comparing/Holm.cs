namespace Chaos.Survival.Comparing;

/// <summary>
/// p-values of m tests asked together, so that the chance of even one false alarm stays what it says:
/// the i-th smallest becomes max over j &lt;= i of min(1, (m - j + 1) p_(j)).
/// Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979) 65-70.
/// </summary>
public static class Holm
{
    /// <returns>In the order in which they came.</returns>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        double[] adjusted = new double[pValues.Count];
        double largest = 0;
        int left = pValues.Count;
        foreach (int index in Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index]))
        {
            largest = Math.Max(largest, Math.Min(1, left-- * pValues[index]));
            adjusted[index] = largest;
        }

        return adjusted;
    }
}
