// What the readme takes as given: any test framework.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static ITokenValidator validator = null!;
}

internal static class Assert
{
    public static void Equal<T>(T expected, T actual) => throw new NotSupportedException();

    public static void True(bool condition, string message) => throw new NotSupportedException();
}
