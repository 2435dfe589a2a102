namespace Cks.Core;

/// <summary>What is wrong with a schema, as far as anybody would read it.</summary>
internal sealed class SchemaFaults(DiagnosticBag diagnostics)
{
    private const int MostFaults = 100;

    /// <summary>Where everything goes, also what is wrong with the JSON.</summary>
    public DiagnosticBag Diagnostics => diagnostics;

    public void Report(SourceNode place, string message, string fix = "")
    {
        if (diagnostics.Count < MostFaults)
            diagnostics.Add(CksCodes.SchemaUnusable, place, message, fix);
    }

    public void Report(SourceNode place, string message, string name, IEnumerable<string> candidates)
    {
        if (diagnostics.Count < MostFaults)
            diagnostics.AddUnknown(CksCodes.SchemaUnusable, place, message, name, [.. candidates]);
    }
}
