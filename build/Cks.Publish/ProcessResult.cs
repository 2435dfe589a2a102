namespace Cks.Publish;

/// <summary>How a program ended.</summary>
/// <param name="Exit">Its exit code; -1 when it could not be started.</param>
/// <param name="Text">What it wrote to stdout.</param>
/// <param name="Errors">What it wrote to stderr.</param>
internal sealed record ProcessResult(int Exit, string Text, string Errors)
{
    /// <summary>Both streams.</summary>
    public string Output => Text + Errors;
}
