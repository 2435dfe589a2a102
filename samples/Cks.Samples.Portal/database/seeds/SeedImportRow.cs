using System.Globalization;

namespace Cks.Samples.Portal.Database;

/// <summary>A line of <c>imports/inventory_items.csv</c>.</summary>
internal sealed record SeedImportRow(string Source, string Tenant, string Warehouse, string Product, long OnHand, long Minimum)
{
    /// <summary>The lines of a plan's file, which is part of the assembly; a plan without one has none. A line that is not one is told in <paramref name="skipped"/>.</summary>
    public static IReadOnlyList<SeedImportRow> Read(SeedPlan plan, List<string> skipped)
    {
        var file = $"{plan.Name}/imports/inventory_items.csv";
        using var stream = typeof(SeedImportRow).Assembly.GetManifestResourceStream($"seeds/{file}");
        if (stream is null)
            return [];
        using var reader = new StreamReader(stream);
        return Parse(file, reader.ReadToEnd(), skipped);
    }

    /// <summary>Parses the text of a file; its first line names the columns.</summary>
    public static IReadOnlyList<SeedImportRow> Parse(string file, string text, List<string> skipped)
    {
        List<SeedImportRow> rows = [];
        foreach (var (i, line) in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Index().Skip(1))
        {
            var source = $"{file}, row {i}";
            if (line.Split(',', StringSplitOptions.TrimEntries) is [var tenant, var warehouse, var product, var onHand, var minimum]
                && long.TryParse(onHand, NumberStyles.None, CultureInfo.InvariantCulture, out var quantity)
                && long.TryParse(minimum, NumberStyles.None, CultureInfo.InvariantCulture, out var least))
            {
                rows.Add(new(source, tenant, warehouse, product, quantity, least));
            }
            else
            {
                skipped.Add($"{source}: not five columns with two whole numbers");
            }
        }

        return rows;
    }
}
