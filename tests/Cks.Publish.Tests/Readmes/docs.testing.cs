// With: Cks.Testing.AspNetCore
global using System.Net;
global using System.Net.Http.Json;
global using Microsoft.AspNetCore.Hosting;
global using Microsoft.AspNetCore.Mvc.Testing;

// What the page takes as given: any test framework.
internal static class Given
{
    public static WebApplicationFactory<Program> factory = null!;
    public static IWebHostBuilder b = null!;
}

public sealed class Program;

internal static class Assert
{
    public static void Equal<T>(T expected, T actual) => throw new NotSupportedException();
}
