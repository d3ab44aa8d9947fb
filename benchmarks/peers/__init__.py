"""The engines that are compared, each in a module that alone knows its library."""
