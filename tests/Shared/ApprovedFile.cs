namespace Cks.Tests;

/// <summary>A text that somebody has read and approved.</summary>
internal static class ApprovedFile
{
    /// <summary>Fails at the first line that differs, and leaves what was received beside the test executable.</summary>
    /// <param name="name">The file, beside the test executable.</param>
    /// <param name="received">What it is now.</param>
    /// <param name="approve">How it is approved, in a sentence.</param>
    public static void Check(string name, string received, string approve = "")
    {
        var file = Path.Combine(AppContext.BaseDirectory, name);
        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (approved == received)
            return;
        var beside = Path.ChangeExtension(file, $".received{Path.GetExtension(file)}");
        File.WriteAllText(beside, received);
        var (was, is_) = (approved.Split('\n'), received.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(was.Length, is_.Length)).First(i => was.ElementAtOrDefault(i) != is_.ElementAtOrDefault(i));
        Assert.Fail($"{name} differs in line {line + 1}; what was received is {beside}.\napproved: {was.ElementAtOrDefault(line)}\nreceived: {is_.ElementAtOrDefault(line)}\n{approve}".TrimEnd());
    }
}
