namespace Cks.Cli;

/// <summary>One thing that the doctor looks at. A check that does not apply gives no finding.</summary>
internal interface IDoctorCheck
{
    /// <summary>Word for the check in JSON, such as <c>documents</c>.</summary>
    string Name { get; }

    /// <summary>Looks and reports.</summary>
    /// <param name="folder">Full path of the folder that is examined.</param>
    /// <param name="host">Address of a running host; <see langword="null"/> when none was named.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    IAsyncEnumerable<Finding> RunAsync(string folder, Uri? host, CancellationToken cancellationToken);
}
