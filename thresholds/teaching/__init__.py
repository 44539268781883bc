"""Teaching: cases made on and around the lines of the law, marked by the engine; a tour through real matters."""
