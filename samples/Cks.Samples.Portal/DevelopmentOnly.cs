namespace Cks.Samples.Portal;

/// <summary>Switches that weaken security hang on this one question.</summary>
internal static class DevelopmentOnly
{
    /// <summary>Whether the environment is named exactly <c>Development</c>. The framework's own test ignores case.</summary>
    public static bool IsDevelopment(IHostEnvironment environment) => environment.EnvironmentName == "Development";
}
