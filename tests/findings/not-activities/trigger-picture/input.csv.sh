printf '\211PNG\r\n\032\n0000'
