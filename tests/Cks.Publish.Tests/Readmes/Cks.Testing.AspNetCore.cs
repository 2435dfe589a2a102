// With: Cks.Auth.AspNetCore
global using Microsoft.AspNetCore.Mvc.Testing;

// What the readme takes as given: any test framework.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static HttpClient client = null!;
    public static WebApplicationBuilder builder = null!;
}

public sealed class Program;

internal static class Assert
{
    public static void Equal<T>(T expected, T actual) => throw new NotSupportedException();
}
